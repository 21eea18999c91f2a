"""Made-up cases by the hundred thousand, to try an installation out and to measure it.

`playing` plays a few cases through the verbs, in a house of its own; `patterns` turns what they
left into texts with holes; `multiplying` fills the holes and writes the rows. Never in production.
"""

from engine.inventing.multiplying import Made, Wanted, generate, multiply
from engine.inventing.playing import Played, play

__all__ = ["Made", "Played", "Wanted", "generate", "multiply", "play"]
