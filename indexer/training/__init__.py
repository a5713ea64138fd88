"""Learning the model from a corpus: for developers, never at run time.

`python -m indexer.training CORPUS` writes the lexicon and the model into the package. It needs
LightGBM (`pip install 'quote-indexer[train]'`); the same corpus and the same LightGBM give the same
files, byte for byte.
"""
