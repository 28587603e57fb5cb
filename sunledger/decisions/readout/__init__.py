"""What a text tells somebody to do: each directive with its exact words, owner, day and measure."""
