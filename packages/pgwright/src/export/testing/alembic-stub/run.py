"""Prints what the revisions of a folder would send, as JSON, in the order of their chain."""
import importlib.util
import json
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from alembic import op

direction, folder, *files = sys.argv[1:]
by_parent = {}
for name in files:
    spec = importlib.util.spec_from_file_location(name[:-3], os.path.join(folder, name))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.down_revision not in by_parent, "two revisions follow the same one"
    by_parent[module.down_revision] = module

chain = []
while (chain[-1].revision if chain else None) in by_parent:
    chain.append(by_parent[chain[-1].revision if chain else None])
assert len(chain) == len(files), "the chain is broken"

told = []
for module in chain if direction == "upgrade" else reversed(chain):
    op.sent.clear()
    getattr(module, direction)()
    told.append({"id": module.revision, "sent": list(op.sent)})
json.dump(told, sys.stdout)
