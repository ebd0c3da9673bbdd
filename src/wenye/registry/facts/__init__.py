"""Facts out of the registers: one definition for one subject and for all of them."""

from wenye.registry.facts.extract import Extract, frame, frames
from wenye.registry.facts.sources import Origin, entities, origins, sources_of

__all__ = ["Extract", "Origin", "entities", "frame", "frames", "origins", "sources_of"]
