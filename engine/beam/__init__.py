"""Measures a dataset on many machines: a list of photos goes out, files of measurements come back into the catalog.

``exporting`` writes the list, ``pipeline`` looks at its photos with Apache Beam, ``importing`` takes in what was
measured. Only the first and the last know a catalog; ``pipeline`` runs in an environment of its own
(``requirements-beam.txt``) that has no catalog's libraries, and is started by ``python -m engine.beam``.
"""
