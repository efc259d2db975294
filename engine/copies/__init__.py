"""Copies of one picture: resized, stored anew, brighter, tinted, mirrored or cut at the edges.

``fingerprint`` is measured of each photo; ``search`` compares all of them once, after an analysis; ``standing`` tells
which photos are copies of each other now and which is best, whenever something was decided by hand.
"""
