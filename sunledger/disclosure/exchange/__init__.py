"""Books from one site to another: written, checked by anyone, and taken in, against the seal."""
