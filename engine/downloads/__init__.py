"""Downloads listed photos: which addresses may be asked, how politely, and what came back.

``url_list`` reads the list; ``addresses``, ``resolving`` and ``connecting`` see to it that only checked addresses are
reached; ``fetching`` asks one address once, ``receiving`` takes its body, ``judging`` says what it is; ``scheduling``
shares out the work over the servers, ``running`` does it in a thread, ``journal`` remembers it across a kill, and
``importing`` hands the photos to the import. Every address ends with one of the ``outcomes``.
"""
