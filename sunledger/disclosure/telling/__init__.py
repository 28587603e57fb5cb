"""What published sheets come to, told in words: rules over their shape, with no web in them."""
