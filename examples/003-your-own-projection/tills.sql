SELECT day, sum(taken_minor - paid_back_minor) AS net_minor
FROM tills
WHERE currency = 'HKD'
GROUP BY day
ORDER BY day
