"""Questions and objections to what is published: answered in public by a day, else they rise."""
