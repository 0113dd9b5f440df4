"""Small files with the quirks of real ones, and what each of them says: numbers as floats, words as they are.

Rows are written once and repeated with other numbers where a file needs more than a few rows to be itself.
"""

from dataclasses import dataclass
from typing import Any

N = None


@dataclass(frozen=True)
class Case:
    """data: the file. columns: what it holds, None where a cell is missing. told: fields of its `Reading`."""

    data: bytes
    columns: dict[str, list]
    told: dict[str, Any]


def case(text: str, columns: dict[str, list], written: str = "utf-8", **told: Any) -> Case:
    return Case(text.encode(written), columns, told)


PROSTATE = (
    "\tlcavol\tlweight\tpgg45\tlpsa\ttrain\n"
    "1\t-0.579818495\t2.769459\t  0\t-0.4307829\tT\n"
    "2\t-0.994252273\t3.319626\t  0\t-0.1625189\tT\n"
    "3\t 0.751416089\t2.691243\t 20\t-0.1625189\tF\n"
)
AIR = (
    "Date;Time;CO(GT);PT08.S1(CO);T;AH;;\n"
    "10/03/2004;18.00.00;2,6;1360;13,6;0,7578;;\n"
    "10/03/2004;19.00.00;2;1292;13,3;0,7255;;\n"
    "10/03/2004;20.00.00;-200;1402;11,9;0,7502;;\n"
    ";;;;;;;\n"
    ";;;;;;;\n"
)
HORSES = (
    "2 1 530101 38.50 66 28 ? ? 00000 2\n"
    "1 1 534817 39.2 88 20 ? 8.40 02208 2\n"
    "2 1 530334 38.30 40 24 1 ? 00000 1\n"
    "1 9 5290409 39.10 164 84 4 7.20 02208 1\n"
)
ADULT = (
    "39, State-gov, 77516, Bachelors, 13, Male, 2174, <=50K\n"
    "50, Self-emp-not-inc, 83311, Bachelors, 13, Male, 0, <=50K\n"
    "38, Private, 215646, HS-grad, 9, Male, 0, >50K\n"
    "53, ?, 234721, 11th, 7, Female, 0, <=50K\n"
)
MONEY = (
    "Rank,Release Date,Movie Title,Production Budget ($),Domestic Gross ($)\n"
    '5293,8/2/1915,The Birth of a Nation,"$110,000","$10,000,000"\n'
    '5140,"Dec 9, 2022",Intolerance,"$385,907",$0\n'
    '5230,12/24/1916,"20,000 Leagues Under the Sea","$200,000","$8,000,000"\n'
)
SALES = (
    "Customer Number,2016,Percent Growth,Jan Units,Active\n"
    '10002.0,"$125,000.00",30.00%,500,Y\n'
    '552278,"$920,000.00",10.00%,700,Y\n'
    '23477,"$50,000.00",25.00%,125,N\n'
)
MELON = (
    "编号,色泽,根蒂,敲声,密度,含糖率,好瓜\n1,青绿,蜷缩,浊响,0.697,0.46,是\n2,乌黑,稍蜷,沉闷,0.774,0.376,否\n"
)
GDP = (
    "Country\tSubject Descriptor\tUnits\t2015\tEstimates Start After\n"
    "Afghanistan\tGross domestic product per capita, current prices\tU.S. dollars\t599.994\t2013\n"
    "Albania\tGross domestic product per capita, current prices\tU.S. dollars\t3,995.383\t2010\n"
    "Côte d'Ivoire\tGross domestic product per capita, current prices\tU.S. dollars\t1,314.662\t2013\n"
    "\nInternational Monetary Fund, World Economic Outlook Database, April 2016"
)

CASES: dict[str, Case] = {
    "tabs, a header that begins with one, blanks before numbers": case(
        PROSTATE,
        {
            "lcavol": [-0.579818495, -0.994252273, 0.751416089],
            "lweight": [2.769459, 3.319626, 2.691243],
            "pgg45": [0, 0, 20],
            "lpsa": [-0.4307829, -0.1625189, -0.1625189],
            "train": ["T", "T", "F"],
        },
        separator="\t",
    ),
    "row names, words, NA": case(
        '"","AtBat","Salary","League"\n"-Andy Allanson",293,NA,"A"\n"-Alan Ashby",315,475,"N"\n'
        '"-Alvin Davis",479,480.5,"A"\n',
        {"AtBat": [293, 315, 479], "Salary": [N, 475, 480.5], "League": ["A", "N", "A"]},
        missing=("NA",),
    ),
    "quoted names with commas, empty cells": case(
        "PassengerId,Survived,Name,Age,Cabin\n"
        '1,0,"Braund, Mr. Owen Harris",22,\n2,1,"Cumings, Mrs. John (Florence Briggs)",38,C85\n'
        '6,0,"Moran, Mr. James",,\n',
        {
            "PassengerId": [1, 2, 6],
            "Survived": [0, 1, 0],
            "Name": [
                "Braund, Mr. Owen Harris",
                "Cumings, Mrs. John (Florence Briggs)",
                "Moran, Mr. James",
            ],
            "Age": [22, 38, N],
            "Cabin": [N, "C85", N],
        },
    ),
    "semicolons, quotes, blanks in names": case(
        '"fixed acidity";"citric acid";"quality"\n7.4;0;5\n7.8;0.04;5\n11.2;0.56;6\n',
        {"fixed acidity": [7.4, 7.8, 11.2], "citric acid": [0, 0.04, 0.56], "quality": [5, 5, 6]},
        separator=";",
        decimal=".",
    ),
    "semicolons, decimal commas, empty columns and rows": case(
        AIR,
        {
            "Date": ["10/03/2004"] * 3,
            "Time": ["18.00.00", "19.00.00", "20.00.00"],
            "CO(GT)": [2.6, 2, -200],
            "PT08.S1(CO)": [1360, 1292, 1402],
            "T": [13.6, 13.3, 11.9],
            "AH": [0.7578, 0.7255, 0.7502],
        },
        separator=";",
        decimal=",",
        thousands=None,
        rows=3,
    ),
    "the same without its header": case(
        AIR.partition("\n")[2],
        {
            "column 1": ["10/03/2004"] * 3,
            "column 2": ["18.00.00", "19.00.00", "20.00.00"],
            "column 3": [2.6, 2, -200],
            "column 4": [1360, 1292, 1402],
            "column 5": [13.6, 13.3, 11.9],
            "column 6": [0.7578, 0.7255, 0.7502],
        },
        header=False,
        decimal=",",
    ),
    "a question mark for missing": case(
        "mpg,cylinders,horsepower,name\n18,8,130,chevrolet chevelle malibu\n25,4,?,ford pinto\n",
        {
            "mpg": [18, 25],
            "cylinders": [8, 4],
            "horsepower": [130, N],
            "name": ["chevrolet chevelle malibu", "ford pinto"],
        },
        missing=("?",),
    ),
    "blanks, a tab before a quoted name, no header": case(
        '18.0   8   307.0      130.0      3504.      12.0   70  1\t"chevrolet chevelle malibu"\n'
        '15.0   8   350.0      165.0      3693.      11.5   70  1\t"buick skylark 320"\n'
        '25.0   4   98.00      ?          2046.      19.0   71  1\t"ford pinto"\n',
        {
            "column 1": [18, 15, 25],
            "column 2": [8, 8, 4],
            "column 3": [307, 350, 98],
            "column 4": [130, 165, N],
            "column 5": [3504, 3693, 2046],
            "column 6": [12, 11.5, 19],
            "column 7": [70, 70, 71],
            "column 8": [1, 1, 1],
            "column 9": ["chevrolet chevelle malibu", "buick skylark 320", "ford pinto"],
        },
        separator=r"\s+",
        header=False,
        missing=("?",),
    ),
    "fixed width, no header": case(
        " 0.00632  18.00   2.310  0  396.90   4.98\n 0.02731   0.00   7.070  0  396.90   9.14\n"
        " 0.02729   0.00   7.070  1  392.83   4.03\n",
        {
            "column 1": [0.00632, 0.02731, 0.02729],
            "column 2": [18, 0, 0],
            "column 3": [2.31, 7.07, 7.07],
            "column 4": [0, 0, 1],
            "column 5": [396.9, 396.9, 392.83],
            "column 6": [4.98, 9.14, 4.03],
        },
        separator=r"\s+",
        header=False,
    ),
    "single blanks, no header, ? and codes like 00000": case(
        HORSES,
        {
            "column 1": [2, 1, 2, 1],
            "column 2": [1, 1, 1, 9],
            "column 3": [530101, 534817, 530334, 5290409],
            "column 4": [38.5, 39.2, 38.3, 39.1],
            "column 5": [66, 88, 40, 164],
            "column 6": [28, 20, 24, 84],
            "column 7": [N, N, 1, 4],
            "column 8": [N, 8.4, N, 7.2],
            "column 9": [0, 2208, 0, 2208],
            "column 10": [2, 2, 1, 1],
        },
        separator=r"\s+",
        header=False,
    ),
    "blanks after commas, no header": case(
        ADULT,
        {
            "column 1": [39, 50, 38, 53],
            "column 2": ["State-gov", "Self-emp-not-inc", "Private", N],
            "column 3": [77516, 83311, 215646, 234721],
            "column 4": ["Bachelors", "Bachelors", "HS-grad", "11th"],
            "column 5": [13, 13, 9, 7],
            "column 6": ["Male", "Male", "Male", "Female"],
            "column 7": [2174, 0, 0, 0],
            "column 8": ["<=50K", "<=50K", ">50K", "<=50K"],
        },
        header=False,
        separator=",",
    ),
    "money with commas, dates with commas": case(
        MONEY,
        {
            "Rank": [5293, 5140, 5230],
            "Release Date": ["8/2/1915", "Dec 9, 2022", "12/24/1916"],
            "Movie Title": ["The Birth of a Nation", "Intolerance", "20,000 Leagues Under the Sea"],
            "Production Budget ($)": [110000, 385907, 200000],
            "Domestic Gross ($)": [10_000_000, 0, 8_000_000],
        },
        units=(("Production Budget ($)", "$"), ("Domestic Gross ($)", "$")),
    ),
    "money with cents, per cent, a year as a name": case(
        SALES,
        {
            "Customer Number": [10002, 552278, 23477],
            "2016": [125000, 920000, 50000],
            "Percent Growth": [30, 10, 25],
            "Jan Units": [500, 700, 125],
            "Active": ["Y", "Y", "N"],
        },
        units=(("2016", "$"), ("Percent Growth", "%")),
    ),
    "Chinese in GB18030, 蜷 of the second level": case(
        MELON,
        {
            "编号": [1, 2],
            "色泽": ["青绿", "乌黑"],
            "根蒂": ["蜷缩", "稍蜷"],
            "敲声": ["浊响", "沉闷"],
            "密度": [0.697, 0.774],
            "含糖率": [0.46, 0.376],
            "好瓜": ["是", "否"],
        },
        "gb18030",
        encoding="gb18030",
    ),
    "Chinese in UTF-8 with a mark": case(
        "编号,密度\n1,0.697\n2,0.774\n",
        {"编号": [1, 2], "密度": [0.697, 0.774]},
        "utf-8-sig",
        encoding="utf-8-sig",
    ),
    "names that count, an unnamed first column": case(
        '"","1","2","3","4"\n"V1",0.3,1.18,0.55,1.14\n"V2",0.67,1.28,0.16,0.37\n',
        {"1": [0.3, 0.67], "2": [1.18, 1.28], "3": [0.55, 0.16], "4": [1.14, 0.37]},
        header=True,
    ),
    "Western European, tabs, thousands, a source below": case(
        GDP,
        {
            "Country": ["Afghanistan", "Albania", "Côte d'Ivoire"],
            "Subject Descriptor": ["Gross domestic product per capita, current prices"] * 3,
            "Units": ["U.S. dollars"] * 3,
            "2015": [599.994, 3995.383, 1314.662],
            "Estimates Start After": [2013, 2010, 2013],
        },
        "cp1252",
        encoding="cp1252",
        separator="\t",
        thousands=",",
    ),
    "semicolons, 1.000,50": case(
        "x;y\n1.000,50;1\n2,25;3\n12.345.678,9;4\n",
        {"x": [1000.5, 2.25, 12345678.9], "y": [1, 3, 4]},
        decimal=",",
        thousands=".",
    ),
    "1,000 beside 0.5": case(
        'x,y\n"1,000",0.5\n"2,500",1.5\n12,2\n',
        {"x": [1000, 2500, 12], "y": [0.5, 1.5, 2]},
        thousands=",",
        notes=(),
    ),
    "every other way to write a number": case(
        "a;b;c;d;e;f;g;h;i;j\n"
        '1,000,500;1,000.50;$0.50;0.5%;(5.5);−0.5;1\xa0000;1_000;"1 234.5";€5\n'
        "2,500;20.25;$1,000.50;30 %;2;3;2\u202f500;20_000;12;€ 1,000\n"
        "7;0.5;-$3;1%;(1);−1e-3;12;5;3;7\n",
        {
            "a": [1000500, 2500, 7],
            "b": [1000.5, 20.25, 0.5],
            "c": [0.5, 1000.5, -3],
            "d": [0.5, 30, 1],
            "e": [-5.5, 2, -1],
            "f": [-0.5, 3, -0.001],
            "g": [1000, 2500, 12],
            "h": [1000, 20000, 5],
            "i": [1234.5, 12, 3],
            "j": [5, 1000, 7],
        },
        units=(("c", "$"), ("d", "%"), ("j", "€")),
    ),
    "euros with decimal commas": case(
        "Preis;Anteil;n\n1.234,50 €;12,5 %;1\n7,00 €;3 %;2\n",
        {"Preis": [1234.5, 7], "Anteil": [12.5, 3], "n": [1, 2]},
    ),
    "TRUE and FALSE, T and F, yes and no": case(
        "a,b,c,y\nTRUE,T,yes,1\nFALSE,F,no,2\nTRUE,T,NA,3\n",
        {"a": ["TRUE", "FALSE", "TRUE"], "b": ["T", "F", "T"], "c": ["yes", "no", N], "y": [1, 2, 3]},
    ),
    "times": case(
        "start,long,y\n12:30,0:00:36,1\n7:15,,2\n,1:30:00,3\n",
        {"start": [12.5, 7.25, N], "long": [0.01, N, 1.5], "y": [1, 2, 3]},
        units=(("start", "h"), ("long", "h")),
    ),
    "codes for missing": case(
        "a,b,c,d,e,f,y\n#N/A,1,x,1,2,5,1\n1,None,<NA>,.,3,#DIV/0!,2\n2,3,y,2,-,\\N,3\n3,4,n.a.,3,4,6,4\n",
        {
            "a": [N, 1, 2, 3],
            "b": [1, N, 3, 4],
            "c": ["x", N, "y", N],
            "d": [1, N, 2, 3],
            "e": [2, 3, N, 4],
            "f": [5, N, N, 6],
            "y": [1, 2, 3, 4],
        },
        missing=("#DIV/0!", "#N/A", "-", ".", "<NA>", "None", "\\N", "n.a."),
    ),
    "R's header, one name short, blanks": case(
        '"x" "group" "y"\n"1" 1.5 "a b" 2\n"2" 2.5 "b" NA\n"3" 0.5 "b" 1\n',
        {"x": [1.5, 2.5, 0.5], "group": ["a b", "b", "b"], "y": [2, N, 1]},
        separator=r"\s+",
    ),
    "R's header, one name short, commas": case(
        '"x","y"\n"Mazda RX4",21,6\n"Datsun 710",22.8,4\n', {"x": [21, 22.8], "y": [6, 4]}
    ),
    "R's header, one name short, tabs, no quotes": case(
        "x\ty\n1\t21\t6\n2\t22.8\t4\n", {"x": [21, 22.8], "y": [6, 4]}, separator="\t"
    ),
    "commas in the names, decimal commas": case(
        "Breite, cm;Höhe, cm;Gewicht, kg\n5,9;4,1;9,0\n6,3;4,4;8,1\n",
        {"Breite, cm": [5.9, 6.3], "Höhe, cm": [4.1, 4.4], "Gewicht, kg": [9, 8.1]},
        separator=";",
        decimal=",",
    ),
    "no header, words first, decimal commas": case(
        "d0;0,5;0,2;0\nd1;1,5;0,3;1\nd2;2,5;0,7;0\n",
        {
            "column 1": ["d0", "d1", "d2"],
            "column 2": [0.5, 1.5, 2.5],
            "column 3": [0.2, 0.3, 0.7],
            "column 4": [0, 1, 0],
        },
        header=False,
    ),
    "Excel's line for the separator": case(
        "sep=;\nx;y\n1,5;2\n2,5;3\n", {"x": [1.5, 2.5], "y": [2, 3]}, separator=";", skipped=1
    ),
    "comments above the header": case(
        "# measured in March\n# with, the new device, twice\nx,y\n1,2\n3,4\n",
        {"x": [1, 3], "y": [2, 4]},
        skipped=2,
    ),
    "a title and an empty line above the header": case(
        "Wine of the year 2020, all regions\n\nx,y,z\n1,2,5\n3,4,6\n",
        {"x": [1, 3], "y": [2, 4], "z": [5, 6]},
        skipped=2,
    ),
    "a title as a spreadsheet writes it": case(
        "Table 1,,\nx,y,z\n1,2,5\n3,4,6\n", {"x": [1, 3], "y": [2, 4], "z": [5, 6]}, skipped=1
    ),
    "the comment holds the names": case(
        "# x y z\n1.0 2.0 3.0\n4.0 5.0 6.0\n",
        {"x": [1, 4], "y": [2, 5], "z": [3, 6]},
        header=False,
        separator=r"\s+",
    ),
    "pipes": case(
        "x|y z|n\n1|a b|2\n3|c|4\n", {"x": [1, 3], "y z": ["a b", "c"], "n": [2, 4]}, separator="|"
    ),
    "a tab beside words of two parts": case(
        "city\tx\nNew York\t5\nLos Angeles\t6\n",
        {"city": ["New York", "Los Angeles"], "x": [5, 6]},
        separator="\t",
    ),
    "decimal commas between blanks": case(
        "a b c\n1,5 2,5 3\n0,5 1,25 4\n",
        {"a": [1.5, 0.5], "b": [2.5, 1.25], "c": [3, 4]},
        separator=r"\s+",
        decimal=",",
    ),
    "decimal commas in some columns, points in others": case(
        "a;b;c\n1;2,5;1.234\n1.5;2;2.5\n", {"a": [1, 1.5], "b": [2.5, 2], "c": [1.234, 2.5]}, decimal="."
    ),
    "points for thousands beside decimal commas": case(
        "a;b\n1.234;2,5\n12.345;3\n", {"a": [1234, 12345], "b": [2.5, 3]}, decimal=",", thousands="."
    ),
    "trailing commas in the rows alone": case("a,b\n1,2,\n3,4,\n", {"a": [1, 3], "b": [2, 4]}),
    "words with blanks around them": case("a , b\n 1 ,x \n2, y\t\n", {"a": [1, 2], "b": ["x", "y"]}),
    "a column called __proto__": case(
        "__proto__,constructor\n1,2\n3,4\n", {"__proto__": [1, 3], "constructor": [2, 4]}
    ),
    "inch marks, doubled quotes": case(
        'size,y\n"5"" x",1\n6" z,2\n', {"size": ['5" x', '6" z'], "y": [1, 2]}
    ),
    "UTF-16 without a mark": case(
        "长度,y\n1.5,2\n3,4\n", {"长度": [1.5, 3], "y": [2, 4]}, "utf-16-le", encoding="utf-16-le"
    ),
    "UTF-16, tabs, as Excel writes Unicode text": case(
        "长度\ty\n1.5\t2\n3\t4\n", {"长度": [1.5, 3], "y": [2, 4]}, "utf-16", encoding="utf-16"
    ),
    "numbers with one word among them stay words": case(
        "a,b\n1,2\n3,oops\n4,5\n", {"a": [1, 3, 4], "b": ["2", "oops", "5"]}
    ),
    "several numbers in a cell stay words": case(
        'a,b,c\n"1,2,3",0.5,"1,000"\n"4,5",1,"2,000"\n',
        {"a": ["1,2,3", "4,5"], "b": [0.5, 1], "c": [1000, 2000]},
    ),
}
