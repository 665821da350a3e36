"""How people head the columns of the template in French, which is read as well.

Accents count in a header, and many leave them out: each such word stands here in both forms.
"""

from __future__ import annotations

FRENCH: dict[str, tuple[str, ...]] = {
    "organisation": ("organisme",),
    "organisation_id": ("organisme_id", "id_organisation"),
    "country": ("pays",),
    "region": ("région",),
    "vat": ("tva", "numéro de TVA", "numero de TVA"),
    "website": ("site web", "site internet"),
    "with": ("avec",),
    "with_id": ("avec_id", "id_avec"),
    "with_country": ("avec_pays", "pays_avec"),
    "with_region": ("avec_région", "avec_region"),
    "project_title": ("titre du projet", "titre_projet"),
    "role": ("rôle",),
    "start": ("début", "debut", "date de début", "date de debut"),
    "end": ("fin", "date de fin"),
    "total_cost": ("coût total", "cout total"),
    "topic": ("thème", "theme", "thèmes", "themes"),
    "goal": ("objectif",),
    "measure": ("mesure",),
    "value": ("valeur",),
    "stage": ("étape", "etape"),
    "proximity": ("proximité", "proximite"),
    "reference": ("référence",),
    "note": ("remarque",),
}
