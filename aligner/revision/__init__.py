"""The parts of `aligner.revision.revise`: how two drafts' paragraphs find each other."""
