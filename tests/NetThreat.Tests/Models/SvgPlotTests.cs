using System.Xml.Linq;
using NetThreat.Learning.Plots;

namespace NetThreat.Tests.Models;

public class SvgPlotTests
{
    [Fact]
    public void A_figure_is_well_formed_whatever_the_numbers_and_names()
    {
        var plot = new SvgPlot("<A & \"B\">", "x", "y", [new("l<1>", [(0, 0), (0.5, double.NaN), (2, double.PositiveInfinity)]), new("bars", [(0, 1), (0.5, 0.25), (1, 0)], Bars: true), new("", [], Dashed: true)]);

        var svg = XDocument.Parse(plot.Render());

        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal("<A & \"B\">", svg.Root!.Element(ns + "title")!.Value);
        Assert.Single(svg.Descendants(ns + "polyline"));
        Assert.DoesNotContain("NaN", plot.Render(), StringComparison.Ordinal);
        Assert.Empty(svg.Descendants(ns + "script"));
    }

    [Fact]
    public void Axes_without_extent_do_no_harm()
    {
        var plot = new SvgPlot("t", "x", "y", [new("s", [(3, 3)])]) { X = (3, 3), Y = (0, 0) };

        Assert.NotNull(XDocument.Parse(plot.Render()).Root);
    }

    [Fact]
    public void The_same_numbers_give_the_same_text() => Assert.Equal(Sample().Render(), Sample().Render());

    private static SvgPlot Sample() => new("t", "x", "y", [new("s", [.. Enumerable.Range(0, 50).Select(i => (i / 50.0, 1.0 / (i + 1)))])]);
}
