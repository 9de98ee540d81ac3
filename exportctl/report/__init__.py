"""Answers told: as text in 80 columns (`texts`), as a page (`page`), as pages for a whole table (`dossier`)."""
