"""What the journey types, and what may not be found in the file afterwards."""

PASSPHRASE = "paarse fiets op het schoolplein"
TEACHER = "Ruben Kwakkelstein"
PUPIL = "Noor Zonnebloem"
OBSERVATION = "Een leerkracht stuurt elke avond berichtjes via Snapchat aan een leerling van groep acht."
ADVICE = "Het kind en de ouders vandaag spreken."
