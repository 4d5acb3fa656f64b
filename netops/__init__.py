"""netops: plan, rehearse, change, verify and repair a community's network.

The house, from the street down (imports run only downwards; ``tests/test_layers.py`` holds it)::

    cli                               arguments in, tables and JSON out, exit codes
    workflows                         what an engineer does: check, plan, push, verify, roll back, collect
    devices · lab · store             the edges: the wire, the real lab, the disk
    checks                            generators of Findings
    analysis                          pure: layer 2, OSPF, BGP, RIB, predict, compare
    platforms                         vendor knowledge: configuration text -> model, show output -> Snapshot
    intent · render · report          YAML -> Network; Network -> configuration text; values -> tables
    model                             the nouns: Network, Snapshot, Finding, Change
    errors                            everything netops raises
"""

__version__ = "0.1.0"
