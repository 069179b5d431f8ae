// The parts of the description that its files share; not for use outside this folder.
#pragma once

#include "shape/shape.hpp"
#include "trip/description.hpp"

namespace vg::trip {

// description_people.cpp
extern const shape::Shape kMeta;
extern const shape::Shape kTravelers;
extern const shape::Shape kDates;
extern const shape::Shape kPreferences;
extern const shape::Shape kPrivateNote;
// description_media.cpp
extern const shape::Shape kImage;
extern const shape::Shape kImages;
extern const shape::Shape kMedia;
extern const shape::Shape kMapPlace;
extern const shape::Shape kGeo;
// description_transport.cpp
extern const shape::Shape kFlights;
extern const shape::Shape kFlightOptions;
extern const shape::Shape kTransfer;
extern const shape::Shape kCarRental;
extern const shape::Shape kCruise;
extern const shape::Shape kShip;
// description_days.cpp
extern const shape::Shape kDay;
// description_money.cpp
extern const shape::Shape kDecision;
extern const shape::Shape kClientPicks;
extern const shape::Shape kTiers;
extern const shape::Shape kBudget;
extern const shape::Shape kCostSplit;
extern const shape::Shape kInclusions;
extern const shape::Shape kBooking;
extern const shape::Shape kInsurance;
// description_extras.cpp
extern const shape::Shape kExcursions;
extern const shape::Shape kTour;
extern const shape::Shape kReservation;
extern const shape::Shape kDocument;
extern const shape::Shape kActionItem;
extern const shape::Shape kCredits;
extern const shape::Shape kOnboardCredits;
extern const shape::Shape kExtra;
extern const shape::Shape kInsiderTip;
extern const shape::Shape kPackingTips;
extern const shape::Shape kHiddenGem;
extern const shape::Shape kLocalCustom;
extern const shape::Shape kFreeActivity;
extern const shape::Shape kLink;
extern const shape::Shape kContact;
extern const shape::Shape kTerms;
extern const shape::Shape kRegistry;

}  // namespace vg::trip
