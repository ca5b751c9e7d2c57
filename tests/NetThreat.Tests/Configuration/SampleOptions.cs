using System.ComponentModel.DataAnnotations;
using NetThreat.Configuration;

namespace NetThreat.Tests.Configuration;

/// <summary>One key of every kind, for tests of the binding alone.</summary>
internal sealed record SampleOptions
{
    public SampleSection Section { get; init; } = SampleSection.Shared;

    [Section(nameof(SampleSection.Wired))]
    public SampleSection Other { get; init; } = new();

    public IReadOnlyList<SampleKind> Kinds { get; init; } = [SampleKind.First];
}

internal enum SampleKind
{
    First,
    Second,
}

internal sealed record SampleSection
{
    /// <summary>An instance that many records share: binding must never change it.</summary>
    public static SampleSection Shared { get; } = new();

    /// <summary>A port.</summary>
    [Range(0, 65535)]
    public int Port { get; init; } = 8080;

    /// <summary>A time.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A size.</summary>
    public long MaxMemoryBytes { get; init; } = 512L << 20;

    /// <summary>A share.</summary>
    [Range(0.0, 1.0)]
    public double Share { get; init; } = 0.5;

    /// <summary>A flag.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Text or nothing.</summary>
    public string? Name { get; init; }

    /// <summary>Text.</summary>
    public string Title { get; init; } = "a";

    /// <summary>A count without limits of its own.</summary>
    public int Count { get; init; } = 3;

    /// <summary>Texts.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Set by wiring.</summary>
    public string Wired { get; init; } = "";

    public IReadOnlyList<string> Validate() => Enabled && Title.Length == 0 ? [$"{nameof(Title)} must not be empty while Enabled"] : [];
}
