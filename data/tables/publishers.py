"""How sources are written down: (table, publisher, title, year, licence, retrieved, status, reference).

`year` is that of publication for a paper or report, and for statistics the year or years the figures are for.

`status` is found (read in the publication or the place named), derived (computed by build_tables.py or by the source
from published figures) or unverified (to be checked against the publication). `retrieved` is blank: the gathered
sources do not state a day.
"""


OGL = "Open Government Licence v3.0"
FACTS = "single published facts, cited"
FIGURES = "figures only, cited"
ONS, PHE, GLA = "Office for National Statistics", "Public Health England / OHID", "Greater London Authority"
STAPM = "vignettes/inst of STAPM/tobalcepi@343b19c37cbb"
IMPACT = "ChristK/IMPACTncd_Engl"
AGREEMENT = "London Health and Care Collaboration Agreement"
