"""The panel: lenses, the gate that every sentence passes, the discussion, the chair."""
