-- Fails if a value does not fit: SELECT * FROM prices WHERE NOT (amount = ROUND(amount, 2));
ALTER TABLE prices ADD CONSTRAINT prices_amount_fits CHECK (amount = ROUND(amount, 2));

ALTER TABLE prices DROP CONSTRAINT prices_amount_fits;

ALTER TABLE prices MODIFY COLUMN amount decimal(14,2) NOT NULL;

-- Fails if a value does not fit: SELECT * FROM prices WHERE NOT (weight = CAST(weight AS FLOAT));
ALTER TABLE prices ADD CONSTRAINT prices_weight_fits CHECK (weight = CAST(weight AS FLOAT));

ALTER TABLE prices DROP CONSTRAINT prices_weight_fits;

ALTER TABLE prices MODIFY COLUMN weight float;

-- Fails if a value does not fit: SELECT * FROM prices WHERE NOT (seen = CAST(seen AS DATETIME(3)));
ALTER TABLE prices ADD CONSTRAINT prices_seen_fits CHECK (seen = CAST(seen AS DATETIME(3)));

ALTER TABLE prices DROP CONSTRAINT prices_seen_fits;

ALTER TABLE prices MODIFY COLUMN seen datetime(3);
