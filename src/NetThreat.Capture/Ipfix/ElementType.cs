namespace NetThreat.Capture.Ipfix;

/// <summary>How an element's bytes are meant (RFC 7011 section 6.1), as far as we read them apart.</summary>
internal enum ElementType : byte
{
    Unsigned,
    Float,
    Octets,
    Text,
    Address,
    Seconds,
    Milliseconds,

    /// <summary>NTP format, the lower bits of the fraction meaningless (RFC 7011 section 6.1.9).</summary>
    Microseconds,

    /// <summary>NTP format (RFC 7011 section 6.1.10).</summary>
    Nanoseconds,

    /// <summary>basicList, subTemplateList, subTemplateMultiList (RFC 6313): passed over.</summary>
    List,
}
