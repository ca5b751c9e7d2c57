using System.ComponentModel;
using NetThreat.Core.Time;

namespace NetThreat.Web.Api.Model;

/// <summary>One page of a list, newest first.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Send it as <c>cursor</c> with the same filters for the following page; null at the end.</param>
internal sealed record PageDto<T>(IReadOnlyList<T> Items, [property: Description("Send it as cursor with the same filters for the following page; null at the end.")] string? Next);

/// <summary>How values become JSON.</summary>
internal static class Wire
{
    /// <summary>RFC 3339 in UTC; null for the infinite marks.</summary>
    public static string? Text(this Timestamp time) => time == Timestamp.MinValue || time == Timestamp.MaxValue ? null : time.ToString();

    /// <summary>JSON has no NaN and no infinity: null.</summary>
    public static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
