"""Align two documents, step by step.

`evidence`   a segment's features other than its vector: length, numbers, label, names, end
`geometry`   centred vectors, each segment's background, pooled vectors of neighbours
`anchors`    trusted matches and the band of cells around their best chain
`scoring`    the score of every bead in the band
`cuts`       the pairs on every likely path, and the blocks between them
`lattice`    the cells of the band, laid out for the passes over them
`lattice_paths` the best path through the cells, and the posterior of each bead on it
`parts`      whether each part of a segment matches one of the segments it is linked with
`calibration` gap costs that suit the document; the probability that a bead is right
`moves`      passages that appear elsewhere in the other document
`word_links` links between the words of corresponding paragraphs
`weights`    the model's weights, and how they were learned

`align_prepared` combines them for two documents that `prepared` has encoded; `nesting` confines
sentences to their paragraphs. Other packages call `align`, for two documents or for a whole set.
"""
