"""Compare two drafts: match their paragraphs, then diff the words inside each pair."""
