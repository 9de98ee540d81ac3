"""Goods to candidates: which entries a description may fall under, best first, with the reasons.

The fast core (`index`: arrays, no law), the lists and the goods index made searchable (`search`, `laying`),
descriptions read by phrase (`descriptions`, `destinations`, `cues`), the evidence for each entry (`pool`, `fitting`),
the model on one screen (`features`), its sentences (`wording`), and the ranked answer (`candidates`). Where the goods
index has no term for an entry, the names that the law gives the goods stand in (`own_names`).
"""

from exportctl.matching.candidates import Candidate, Feature, match

__all__ = ["Candidate", "Feature", "match"]
