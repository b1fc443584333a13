"""What concerns drafts as wholes: my courses, begun or brought along, who writes, what readers tell."""
