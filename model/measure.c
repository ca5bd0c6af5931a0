/* measure.c - what is added up, account by account. */
#include "model/measure.h"

static int64_t held(wide amount)
{
    if (amount > INT64_MAX)
        return INT64_MAX;
    return amount < INT64_MIN ? INT64_MIN : (int64_t)amount;
}

int64_t measure_of(const struct measure *measure, size_t row)
{
    const struct column *column = measure->column;
    wide amount;

    if (!where_holds(&measure->where, row))
        return 0;
    if (column == NULL)
        return measure->counted ? 1 : 0;
    amount = column->number[row];
    if (amount < 0 && measure->negative == NEGATIVE_ZERO)
        return 0;
    for (int d = column->decimals; d < measure->decimals; d++)
        amount *= 10;
    return held(amount);
}

bool measure_equal(const struct measure *a, const struct measure *b)
{
    return a->column == b->column && a->counted == b->counted &&
           a->negative == b->negative && where_equal(&a->where, &b->where);
}
