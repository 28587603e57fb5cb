"""The screens of procurement, a file a subject."""
