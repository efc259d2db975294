"""Trains the small networks whose weights lie beside the code that runs them; run by hand, rarely."""
