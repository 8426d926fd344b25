"""The parts of `aligner.revise`: how two drafts' paragraphs find each other."""
