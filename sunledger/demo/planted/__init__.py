"""A made-up province in tables, with planted schemes, innocent look-alikes, and their truth.

`ordinary/` holds the honest life of the province; every other file with a function `plant(world)`
puts schemes and look-alikes into it. Nothing is registered: a new file is a new kind.
"""

from sunledger.demo.planted.loader import planted
from sunledger.demo.planted.world import Truth, World

__all__ = ["Truth", "World", "planted"]
