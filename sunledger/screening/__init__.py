"""Public records in, leads out; a lead is a question, never a verdict."""
