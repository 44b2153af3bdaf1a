ALTER TYPE level ADD VALUE 'none' BEFORE 'low';
