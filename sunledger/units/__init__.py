"""Who answers: units, posts, the people who hold them, and who may see or do what."""
