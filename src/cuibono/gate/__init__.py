"""The quality gate: every judgement examined on public sets, held against floors. `cuibono gate` is its door."""
