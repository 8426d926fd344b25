"""How two documents are aligned, step by step.

`evidence`   what each segment says besides its vector: length, numbers, label, names
`geometry`   centred vectors, each segment's background, pooled vectors of neighbours
`anchors`    trusted matches and the band of cells around their best chain
`scoring`    what every bead in the band is worth
`cuts`       places that every likely path passes, where the text is cut into blocks
`lattice`    the best path through the band, and how sure each bead of it is
`parts`      whether each part of a segment answers one of several it is linked with
`moves`      what stands elsewhere in the other document
`weights`    the numbers behind the scores, and how they were learned

`aligner.alignment.align` puts them together.
"""
