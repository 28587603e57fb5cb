"""Who must publish what by when, and who has not: computed from adoptions, never typed."""
