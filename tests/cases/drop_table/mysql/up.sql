-- The rows of legacy are lost.
DROP TABLE legacy;
