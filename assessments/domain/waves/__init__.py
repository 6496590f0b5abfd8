"""The life of a wave, from opening to the seal."""
