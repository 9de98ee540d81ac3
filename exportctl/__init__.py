"""exportctl classifies goods against the EU dual-use list and the EU Common Military List."""
