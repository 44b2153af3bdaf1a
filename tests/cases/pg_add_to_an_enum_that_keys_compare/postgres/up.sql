ALTER TYPE level ADD VALUE 'more' AFTER 'mid';

ALTER TYPE level ADD VALUE 'top';
