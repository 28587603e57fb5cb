"""Who is the same: names of persons and firms recognised over spellings, registers and languages.

A link is made where what agrees would hardly agree by chance. How rare a name, a day or a village
is, is counted in the files themselves; what differs is doubted by so many powers of ten; and every
link says which of its parts agree, how, and how many strangers would fit as well.
"""
