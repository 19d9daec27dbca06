// Which check of the contract says so, for the stores that are judged in every run.

export const caughtBy: Readonly<Record<string, string>> = {
  'gives an append one position':
    'ids are known for ever where they are exact, however many came after them',
  'gives positions that fall': 'row 1: expecting none writes to a stream that never was',
  'has a head that lags by one':
    'a receipt names the revision and position of the last event that was written',
  'has no head': 'a receipt names the revision and position of the last event that was written',
  'records falling times when its clock falls':
    'recorded times never fall along the log, though the clock does',
  'hands out the list that it goes on writing to':
    'a page that was read does not change, whatever is written later',
  'has a name that changes': 'a log that is opened again holds the very same events',
  'has no name': 'the log has a name',
  'shows what has committed beside what has not':
    'an event that commits after a later one was read still arrives [S1]',
  'has a head beyond what can be read':
    'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
  'sends readers on beyond what is not visible yet':
    'a subscription to a log without news waits for the first event',
  'holds readers up at an append that was rolled back':
    'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
  'keeps what was rolled back':
    'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
  'keeps the first event of what was rolled back':
    'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
  'stops at a gap':
    'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
  'stops at a gap of more than a hundred':
    'gaps of 1, 101 and 100,000 positions stop no reader [S5]',
  'shows an append event by event':
    'a subscription beside busy writers delivers each event once, in the order of the log',
  'throws when a commit fails':
    'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
  'answers an append that was rolled back as if it had written':
    'in every interleaving of assigning, committing, rolling back and reading no event is missed or doubled [S2] [S3]',
  'lets two writers of one stream pass at once when it is busy':
    'of writers who expect the same revision one wins and the others are told',
  'appends before it is asked to':
    'an append that nobody runs writes nothing, and one that is run twice writes once',
  'misses what is appended between catching up and listening':
    'a subscription catches up with what is there and goes on with what comes',
  'loses news that comes while it reads':
    'a subscription to a log without news waits for the first event',
  'delivers the event again that a listener resumes after':
    'a subscription starts after its position, wherever that lies',
  'loses the event after the one that a listener resumes after':
    'a subscription starts after its position, wherever that lies',
  'begins every subscription at the beginning':
    'a subscription starts after its position, wherever that lies',
  'begins every subscription at the end':
    'a subscription catches up with what is there and goes on with what comes',
  'does not let go of a listener who waits':
    'a subscription ends at once when its listener returns, also while it waits',
  'ends a subscription at the end of the log':
    'a subscription catches up with what is there and goes on with what comes',
  'gives all subscriptions one place':
    'a subscription starts after its position, wherever that lies',
  'delivers every page twice':
    'a subscription catches up with what is there and goes on with what comes',
  'forgets ids when it is opened again':
    'events that were written before a restart are not written again after it [K2]',
  'has another name when it is opened again':
    'a log that is opened again holds the very same events',
  'loses the last event when it is opened again':
    'a log that is opened again holds the very same events',
  'gives positions out anew when it is opened again':
    'a log that is opened again goes on behind its last event, and still tells conflicts',
  'prints events anew when it is opened again':
    'a log that is opened again holds the very same events',
  'records the time of its opening': 'a log that is opened again holds the very same events',
}
