// Package papers makes the documents of meetings from what is recorded: the
// notice, the agenda, the list of decisions, notes or minutes, and the extract of
// one decision; and keeps what the county has chosen for them, its logo and its
// own words.
//
// A document holds what its reader may see and no more: it is made for the
// viewer from the same queries as the pages. Somebody who is called to one item
// gets an agenda of that item; notes are for those who are of the meeting. A
// statutory board has minutes that hold what law asks of them (5 kap. 65–69 §§
// kommunallagen), any other body has notes, and the one is not found at the other.
package papers
