"""What has been said in public, in order, unalterable, checkable by anyone."""
