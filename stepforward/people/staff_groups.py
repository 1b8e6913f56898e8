from django.db import models


class StaffGroup(models.TextChoices):
    """NHS Data Dictionary, national code STAFF GROUP."""

    MEDICAL = "01", "Medical and Dental"
    STUDENTS = "02", "Students"
    NURSING = "03", "Nursing and Midwifery Registered"
    ALLIED_HEALTH = "04", "Allied Health Professionals"
    SCIENTIFIC_TECHNICAL = "05", "Additional Professional Scientific and Technical"
    SCIENTISTS = "06", "Healthcare Scientists"
    CLINICAL_SERVICES = "07", "Additional Clinical Services"
    ADMINISTRATIVE = "08", "Administrative and Clerical"
    ESTATES = "09", "Estates and Ancillary"
    SUPPLEMENTARY = "10", "Supplementary Roles"
