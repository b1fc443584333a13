"""HR's dashboards of the organisation's units, and the arithmetic of their totals."""
