"""Long work: what runs, how far it is, how to stop it and take it up again."""
